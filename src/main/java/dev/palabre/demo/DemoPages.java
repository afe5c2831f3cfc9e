package dev.palabre.demo;

import java.util.Map;

/**
 * The finished site.
 *
 * @param byPath what stands where
 * @param missing what answers for every other address
 */
record DemoPages(Map<String, DemoPage> byPath, DemoPage missing) {
    DemoPages {
        byPath = Map.copyOf(byPath);
    }
}
