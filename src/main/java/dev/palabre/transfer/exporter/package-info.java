/** Export of a whole site as JSON lines. */
@NullMarked
package dev.palabre.transfer.exporter;

import org.jspecify.annotations.NullMarked;
