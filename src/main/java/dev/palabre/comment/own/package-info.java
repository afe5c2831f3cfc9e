/** An author's own comments of a page, opened by receipts. */
@NullMarked
package dev.palabre.comment.own;

import org.jspecify.annotations.NullMarked;
