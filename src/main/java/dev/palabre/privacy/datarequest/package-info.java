/** Data subject requests that need a person to answer. */
@NullMarked
package dev.palabre.privacy.datarequest;

import org.jspecify.annotations.NullMarked;
