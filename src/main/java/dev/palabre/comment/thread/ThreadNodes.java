package dev.palabre.comment.thread;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A page of a thread as the widget builds it, with the words that the widget itself must say. */
record ThreadNodes(int count, boolean open, @Nullable String more, List<Object> nodes, Map<String, String> texts) {}
