/** Servers, databases and drivers that tests share. */
@NullMarked
package dev.palabre.testing;

import org.jspecify.annotations.NullMarked;
