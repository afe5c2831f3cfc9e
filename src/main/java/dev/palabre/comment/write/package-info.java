/** The write path: submission, checks, batching, transactions and status changes. */
@NullMarked
package dev.palabre.comment.write;

import org.jspecify.annotations.NullMarked;
