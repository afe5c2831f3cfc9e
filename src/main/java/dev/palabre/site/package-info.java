/** Who embeds us: sites, their origins and their settings. */
@NullMarked
package dev.palabre.site;

import org.jspecify.annotations.NullMarked;
