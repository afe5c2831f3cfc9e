/** Comments, threads and receipts as values, with the stores of their tables. */
@NullMarked
package dev.palabre.comment.model;

import org.jspecify.annotations.NullMarked;
