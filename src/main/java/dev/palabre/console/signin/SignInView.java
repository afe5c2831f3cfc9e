package dev.palabre.console.signin;

import dev.palabre.console.layout.LayoutView;
import org.jspecify.annotations.Nullable;

/**
 * The page on which one signs in.
 *
 * @param lang of the page
 * @param dir of its writing
 * @param frame what all pages have
 * @param action where the form is sent
 * @param typedEmail as it was typed before, empty at first
 * @param refusal what to do after a try that failed, null at first
 * @param notice such as that one is signed out, null for none
 */
record SignInView(
        String lang,
        String dir,
        LayoutView frame,
        String action,
        String typedEmail,
        @Nullable String refusal,
        @Nullable String notice) {}
