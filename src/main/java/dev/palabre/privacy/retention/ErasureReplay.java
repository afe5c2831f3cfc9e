package dev.palabre.privacy.retention;

import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/** Erases again, in a database that was restored, what had been erased since the backup was made. */
public final class ErasureReplay {
    private static final int AT_ONCE = 100;

    private final List<ErasureReplayer> kinds;

    /**
     * What came of it.
     *
     * @param kind of things
     * @param known how many the files name
     * @param erased how many were there again and are erased now
     */
    public record Outcome(String kind, int known, int erased) {}

    /**
     * What came of all.
     *
     * @param outcomes by kind
     * @param unreadable lines that say nothing, as one that a crash cut off
     * @param foreign kinds that nobody here knows how to erase
     */
    public record Result(List<Outcome> outcomes, int unreadable, Set<String> foreign) {}

    /** By these, in their order. */
    public ErasureReplay(List<ErasureReplayer> kinds) {
        this.kinds = kinds;
    }

    /** Replays files of one node or of several. May be done as often as one likes. Reads while it is called. */
    public Future<Result> replay(List<Path> files) {
        var named = new TreeMap<Integer, Map<String, Set<UUID>>>();
        var unreadable = 0;
        for (var file : files) {
            unreadable +=
                    ErasureFile.read(file, erased -> named.computeIfAbsent(erased.siteId(), site -> new HashMap<>())
                            .computeIfAbsent(erased.kind(), kind -> new LinkedHashSet<>())
                            .add(erased.subject()));
        }
        var foreign = new LinkedHashSet<String>();
        named.values().forEach(ofSite -> foreign.addAll(ofSite.keySet()));
        kinds.forEach(each -> foreign.remove(each.kind()));
        var lines = unreadable;
        return outcomes(named).map(outcomes -> new Result(outcomes, lines, foreign));
    }

    private Future<List<Outcome>> outcomes(Map<Integer, Map<String, Set<UUID>>> named) {
        var done = Future.<List<Outcome>>succeededFuture(new ArrayList<>());
        for (var kind : kinds) {
            done = done.compose(before -> outcome(kind, named).map(outcome -> {
                before.add(outcome);
                return before;
            }));
        }
        return done;
    }

    private static Future<Outcome> outcome(ErasureReplayer kind, Map<Integer, Map<String, Set<UUID>>> named) {
        var done = Future.succeededFuture(new Outcome(kind.kind(), 0, 0));
        for (var ofSite : named.entrySet()) {
            var subjects = List.copyOf(ofSite.getValue().getOrDefault(kind.kind(), Set.of()));
            for (var from = 0; from < subjects.size(); from += AT_ONCE) {
                var some = subjects.subList(from, Math.min(subjects.size(), from + AT_ONCE));
                done = done.compose(before -> kind.erase(ofSite.getKey(), some)
                        .map(erased ->
                                new Outcome(kind.kind(), before.known() + some.size(), before.erased() + erased)));
            }
        }
        return done;
    }
}
