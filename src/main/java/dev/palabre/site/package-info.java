/** Sites that embed Palabre: their settings, origins and page URLs. */
@NullMarked
package dev.palabre.site;

import org.jspecify.annotations.NullMarked;
