package example.ebs.provisioner.local;

import static org.assertj.core.api.Assertions.assertThat;

import example.ebs.provisioner.local.NodeChoice.Candidate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

final class NodeChoiceProperties {
  @Property
  void aVolumeIsNeverPutWhereItCannotBe(@ForAll("clusters") List<Candidate> all) {
    List<Candidate> good =
        all.stream().filter(each -> each.refusal().isEmpty() && each.takesPods()).toList();
    switch (NodeChoice.anywhere(all)) {
      case NodeChoice.Chosen chosen -> {
        assertThat(good).extracting(Candidate::node).contains(chosen.node());
        Candidate found =
            good.stream().filter(each -> each.node().equals(chosen.node())).findAny().orElseThrow();
        assertThat(good).noneMatch(each -> each.volumes() < found.volumes());
      }
      case NodeChoice.AnotherNode _ -> throw new AssertionError("there was no node to change");
      case NodeChoice.NotNow _ -> assertThat(good).isEmpty();
    }
  }

  @Property
  void theOrderInWhichNodesAreKnownDoesNotMatter(
      @ForAll("clusters") List<Candidate> all, @ForAll Random random) {
    List<Candidate> shuffled = new ArrayList<>(all);
    Collections.shuffle(shuffled, random);
    assertThat(NodeChoice.anywhere(shuffled)).isEqualTo(NodeChoice.anywhere(all));
  }

  @Property
  void aPlacedPodKeepsItsNodeOrAnotherWouldDo(@ForAll("clusters") List<Candidate> all) {
    boolean any = all.stream().anyMatch(each -> each.refusal().isEmpty());
    for (Candidate each : all) {
      Class<?> expected =
          each.refusal().isEmpty()
              ? NodeChoice.Chosen.class
              : any ? NodeChoice.AnotherNode.class : NodeChoice.NotNow.class;
      assertThat(NodeChoice.of(each.node(), Optional.of(each), all::stream)).isInstanceOf(expected);
    }
  }

  @Provide
  Arbitrary<List<Candidate>> clusters() {
    return Combinators.combine(
            Arbitraries.of("a", "b", "c", "d", "e"),
            Arbitraries.of(Optional.<String>empty(), Optional.of("will not do")),
            Arbitraries.of(true, false),
            Arbitraries.integers().between(0, 3))
        .as(Candidate::new)
        .list()
        .ofMaxSize(5)
        .uniqueElements(Candidate::node);
  }
}
