package org.quietus.certificate.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.quietus.certificate.Merkle;
import org.quietus.evidence.Digest;

class MerkleTreeTest {

  private static final int LEAVES = 70;

  private final List<byte[]> entries =
      IntStream.range(0, LEAVES).mapToObj(i -> ("entry " + i).getBytes(UTF_8)).toList();
  private final WholeTree whole = tree(entries);

  @Test
  void hasTheRootOfTheRecursiveDefinitionAtEverySize() {
    for (int size = 0; size <= LEAVES; size++) {
      assertThat(root(size)).isEqualTo(Merkle.root(entries.subList(0, size)));
    }
  }

  @Test
  void everyProofLeadsFromItsLeafToTheRootAndToNoOther() {
    for (int size = 1; size <= LEAVES; size++) {
      for (int index = 0; index < size; index++) {
        InclusionProof proof = InclusionProof.of(whole.at(size), index);
        assertThat(proof.leads(leaf(index), size, root(size))).isTrue();
        assertThat(proof.leads(leaf(index + 1), size, root(size))).isFalse();
        assertThat(proof.leads(leaf(index), size, root(size - 1))).isFalse();
      }
    }
  }

  @Test
  void aProofHoldsForNoOtherPlace() {
    InclusionProof proof = InclusionProof.of(whole.at(7), 3);

    assertThat(LongStream.range(-1, 9).filter(index -> moved(proof, index))).containsExactly(3L);
  }

  private boolean moved(InclusionProof proof, long index) {
    return new InclusionProof(index, proof.path()).leads(leaf(3), 7, root(7));
  }

  @Test
  void aPathThatIsTooShortOrTooLongLeadsNowhere() {
    InclusionProof proof = InclusionProof.of(whole.at(7), 3);
    List<Digest> longer = new ArrayList<>(proof.path());
    longer.add(root(1));

    assertThat(new InclusionProof(3, longer).leads(leaf(3), 7, root(7))).isFalse();
    assertThat(new InclusionProof(3, proof.path().subList(0, 2)).leads(leaf(3), 7, root(7)))
        .isFalse();
    assertThat(new InclusionProof(0, List.of()).leads(leaf(0), 0, root(0))).isFalse();
  }

  @Test
  void everyConsistencyProofLeadsFromTheSmallerTreeToTheLargerAndToNoOther() {
    for (int to = 1; to <= LEAVES; to++) {
      for (int from = 0; from <= to; from++) {
        ConsistencyProof proof = ConsistencyProof.of(whole.at(to), from);
        Checkpoint smaller = new Checkpoint("log", from, root(from));
        Checkpoint larger = new Checkpoint("log", to, root(to));
        Checkpoint other = new Checkpoint("log", from, root(from + 1 <= LEAVES ? from + 1 : 0));
        assertThat(proof.leads(smaller, larger)).as(from + " to " + to).isTrue();
        assertThat(proof.leads(other, larger)).isFalse();
        assertThat(from == 0 || proof.leads(smaller, new Checkpoint("log", to, root(to - 1))))
            .isEqualTo(from == 0);
        assertThat(proof.leads(larger, smaller)).isEqualTo(from == to);
        assertThat(longer(proof).leads(smaller, larger)).isFalse();
        if (!proof.path().isEmpty()) {
          List<Digest> shorter = proof.path().subList(0, proof.path().size() - 1);
          assertThat(new ConsistencyProof(shorter).leads(smaller, larger)).isFalse();
        }
      }
    }
  }

  /** The example of RFC 6962 §2.1.3: a tree of seven leaves, and of three, four and six. */
  @Test
  void consistencyProofsAreThoseOfTheExampleInTheRfc() {
    assertThat(consistency(3)).containsExactly(node(2, 3), node(3, 4), node(0, 2), node(4, 7));
    assertThat(consistency(4)).containsExactly(node(4, 7));
    assertThat(consistency(6)).containsExactly(node(4, 6), node(6, 7), node(0, 4));
  }

  private List<Digest> consistency(int from) {
    return ConsistencyProof.of(whole.at(7), from).path();
  }

  /** The node over the leaves from one place to before another. */
  private Digest node(int from, int to) {
    return Merkle.root(entries.subList(from, to));
  }

  private static ConsistencyProof longer(ConsistencyProof proof) {
    List<Digest> path = new ArrayList<>(proof.path());
    path.add(Digest.ofHash(TreeHash.ofNothing()));
    return new ConsistencyProof(path);
  }

  private Digest root(int size) {
    return Digest.ofHash(whole.at(size).root());
  }

  private byte[] leaf(int index) {
    return TreeHash.leaf(("entry " + index).getBytes(UTF_8));
  }

  private static WholeTree tree(List<byte[]> entries) {
    byte[] leaves = new byte[entries.size() * TreeHash.BYTES];
    for (int i = 0; i < entries.size(); i++) {
      System.arraycopy(
          TreeHash.leaf(entries.get(i)), 0, leaves, i * TreeHash.BYTES, TreeHash.BYTES);
    }
    return new WholeTree(leaves);
  }
}
