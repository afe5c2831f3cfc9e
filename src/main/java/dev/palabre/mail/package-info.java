/** Samples of every mail that Palabre sends. */
@NullMarked
package dev.palabre.mail;

import org.jspecify.annotations.NullMarked;
