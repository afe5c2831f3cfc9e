/** What a site's owner takes along or has to show: everything that is kept, and the register of processing. */
@NullMarked
package dev.palabre.transfer;

import org.jspecify.annotations.NullMarked;
