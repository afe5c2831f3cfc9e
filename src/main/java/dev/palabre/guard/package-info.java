/** Is this a person, is this spam: checks that give a verdict with a reason. */
@NullMarked
package dev.palabre.guard;

import org.jspecify.annotations.NullMarked;
