@NullMarked
package dev.palabre.notice;

import org.jspecify.annotations.NullMarked;
