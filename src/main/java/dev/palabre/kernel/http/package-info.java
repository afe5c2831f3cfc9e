/** The HTTP edge: what every request and every answer has in common; knows no feature. */
@NullMarked
package dev.palabre.kernel.http;

import org.jspecify.annotations.NullMarked;
