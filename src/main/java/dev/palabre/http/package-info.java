/** HTTP platform: parsed requests, responses, errors, limits, headers. Knows no feature. */
@NullMarked
package dev.palabre.http;

import org.jspecify.annotations.NullMarked;
