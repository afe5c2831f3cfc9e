/** The one expected failure, which the HTTP layer turns into an RFC 9457 response. */
@NullMarked
package dev.palabre.problem;

import org.jspecify.annotations.NullMarked;
