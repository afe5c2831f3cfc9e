/** The page on which authors act: sentences, a form, buttons. */
@NullMarked
package dev.palabre.privacy.selfservice.page;

import org.jspecify.annotations.NullMarked;
