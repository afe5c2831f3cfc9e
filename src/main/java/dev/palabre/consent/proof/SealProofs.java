package dev.palabre.consent.proof;

import dev.palabre.consent.choice.ConsentStore;
import dev.palabre.consent.choice.MerkleTree;
import dev.palabre.consent.choice.Seal;
import dev.palabre.db.Database;
import dev.palabre.problem.Problem;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/** Makes the proof of a record: from its digest to the anchor that was published after it. */
final class SealProofs {
    /** More seals than a day has, short of an extraordinary one, whose proof then ends before the anchor. */
    private static final int MOST = 5_000;

    private final Database database;
    private final SealStore seals = new SealStore();
    private final ConsentStore events = new ConsentStore();
    private final AnchorStore anchors = new AnchorStore();

    SealProofs(Database database) {
        this.database = database;
    }

    /** The proof of a record as it is stored. */
    Future<SealProof> of(ConsentStore.Stored record) {
        var number = record.seal();
        var site = record.event().siteId();
        return number == null
                ? Future.succeededFuture(SealProof.waiting(record))
                : database.query(client -> seals.from(client, site, number, 1))
                        .map(found -> found.stream()
                                .filter(seal -> seal.number() == number)
                                .findFirst()
                                .orElseThrow(Problem::notFound))
                        .compose(seal -> of(record, seal));
    }

    private Future<SealProof> of(ConsentStore.Stored record, Seal seal) {
        var batch = database.query(client -> events.sealed(client, seal));
        var anchor = database.query(client -> anchors.covering(client, seal.siteId(), seal.number()));
        return Future.all(batch, anchor).compose(both -> chain(seal, anchor.result())
                .map(chain -> new SealProof(
                        record,
                        seal,
                        path(batch.result(), record),
                        chain,
                        anchor.result().orElse(null))));
    }

    private Future<List<Seal>> chain(Seal seal, Optional<Anchor> anchor) {
        var until = anchor.map(Anchor::number).orElse(seal.number());
        var length = Math.min(MOST, until - seal.number());
        return length == 0
                ? Future.succeededFuture(List.of())
                : database.query(client -> seals.from(client, seal.siteId(), seal.number() + 1, length));
    }

    private static List<MerkleTree.Step> path(List<ConsentStore.Stored> batch, ConsentStore.Stored record) {
        for (int i = 0; i < batch.size(); i++) {
            if (batch.get(i).event().id().equals(record.event().id())) {
                return MerkleTree.path(SealProof.digests(batch), i);
            }
        }
        return List.of();
    }
}
