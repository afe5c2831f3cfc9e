/** The console pages and API of data requests. */
@NullMarked
package dev.palabre.console.datarequest;

import org.jspecify.annotations.NullMarked;
