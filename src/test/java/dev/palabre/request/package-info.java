@NullMarked
package dev.palabre.request;

import org.jspecify.annotations.NullMarked;
