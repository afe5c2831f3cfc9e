/** What happens to a comment after it is written: edits, author actions, erasure, retention, mails. */
@NullMarked
package dev.palabre.comment.lifecycle;

import org.jspecify.annotations.NullMarked;
