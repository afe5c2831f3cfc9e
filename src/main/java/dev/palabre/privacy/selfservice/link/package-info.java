/** Signed links that are mailed to an address, for one purpose and one use. */
@NullMarked
package dev.palabre.privacy.selfservice.link;

import org.jspecify.annotations.NullMarked;
