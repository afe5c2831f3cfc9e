/** Subscriptions to new comments: links, mails at once, and daily digests. */
@NullMarked
package dev.palabre.subscription;

import org.jspecify.annotations.NullMarked;
