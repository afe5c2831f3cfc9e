@NullMarked
package dev.palabre.mail;

import org.jspecify.annotations.NullMarked;
