package dev.palabre.consent.choice;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class MerkleTreeTest {
    @Test
    void root_isThatOfRfc6962() {
        // Leaves and roots of the test vectors of Certificate Transparency (certificate-transparency-go, merkle tests).
        var leaves = Stream.of("", "00", "10", "2021", "3031", "40414243", "5051525354555657")
                .map(HexFormat.of()::parseHex)
                .toList();
        assertThat(hex(leaves.subList(0, 1)))
                .isEqualTo("6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
        assertThat(hex(leaves.subList(0, 2)))
                .isEqualTo("fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125");
        assertThat(hex(leaves.subList(0, 3)))
                .isEqualTo("aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77");
        assertThat(hex(leaves)).isEqualTo("ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c");
    }

    @Test
    void path_leadsFromEachDigestToTheRoot() {
        for (int size = 1; size <= 20; size++) {
            var digests = IntStream.range(0, size)
                    .mapToObj(i -> new byte[] {(byte) i})
                    .toList();
            var root = MerkleTree.root(digests);
            for (int i = 0; i < size; i++) {
                var path = MerkleTree.path(digests, i);
                assertThat(MerkleTree.follow(digests.get(i), path)).isEqualTo(root);
                assertThat(MerkleTree.follow(new byte[] {99}, path)).isNotEqualTo(root);
            }
        }
    }

    private static String hex(List<byte[]> digests) {
        return HexFormat.of().formatHex(MerkleTree.root(digests));
    }
}
