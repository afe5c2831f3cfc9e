/** Comments: write and read. */
@NullMarked
package dev.palabre.comment;

import org.jspecify.annotations.NullMarked;
