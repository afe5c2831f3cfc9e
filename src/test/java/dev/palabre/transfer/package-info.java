@NullMarked
package dev.palabre.transfer;

import org.jspecify.annotations.NullMarked;
