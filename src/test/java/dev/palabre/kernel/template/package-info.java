@NullMarked
package dev.palabre.kernel.template;

import org.jspecify.annotations.NullMarked;
