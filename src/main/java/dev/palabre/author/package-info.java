/** What authors may see and do about what they wrote. */
@NullMarked
package dev.palabre.author;

import org.jspecify.annotations.NullMarked;
