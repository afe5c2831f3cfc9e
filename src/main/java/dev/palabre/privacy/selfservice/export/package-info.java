/** Everything that is kept of an author, as a file: JSON, or a page that needs nothing else. */
@NullMarked
package dev.palabre.privacy.selfservice.export;

import org.jspecify.annotations.NullMarked;
