@NullMarked
package dev.palabre.guard;

import org.jspecify.annotations.NullMarked;
