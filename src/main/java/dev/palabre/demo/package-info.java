/** A small newspaper of another site, to show Palabre in: it shares nothing with the server that it embeds. */
@NullMarked
package dev.palabre.demo;

import org.jspecify.annotations.NullMarked;
