/** Being told of new comments on a page: asked for by a box, confirmed by a click, ended by one. */
@NullMarked
package dev.palabre.follow;

import org.jspecify.annotations.NullMarked;
