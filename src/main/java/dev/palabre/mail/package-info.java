/** Mail: its module, and samples of every mail that Palabre sends. */
@NullMarked
package dev.palabre.mail;

import org.jspecify.annotations.NullMarked;
