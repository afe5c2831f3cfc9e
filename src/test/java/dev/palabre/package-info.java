/** Tests of the whole server. */
@NullMarked
package dev.palabre;

import org.jspecify.annotations.NullMarked;
