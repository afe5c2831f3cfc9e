/** The console page about the data of a site. */
@NullMarked
package dev.palabre.console.data;

import org.jspecify.annotations.NullMarked;
