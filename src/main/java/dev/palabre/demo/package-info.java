/** The demo site, a small newspaper that embeds Palabre. */
@NullMarked
package dev.palabre.demo;

import org.jspecify.annotations.NullMarked;
