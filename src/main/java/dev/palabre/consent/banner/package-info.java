/** The banner and the pages on which visitors choose and read their receipts. */
@NullMarked
package dev.palabre.consent.banner;

import org.jspecify.annotations.NullMarked;
