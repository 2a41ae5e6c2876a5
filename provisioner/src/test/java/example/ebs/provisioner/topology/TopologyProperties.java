package example.ebs.provisioner.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

final class TopologyProperties {
  @Property
  void aSegmentIsReadBackAsItWasWritten(@ForAll("segments") Segment segment) {
    assertThat(Segment.parse(segment.toString())).isEqualTo(segment);
  }

  @Property
  void soIsARequirementInItsOrder(@ForAll("requirements") Requirement requirement) {
    assertThat(Requirement.parse(requirement.toString())).contains(requirement);
  }

  @Property
  void whateverStandsInAnAnnotationIsReadOrRefused(@ForAll String text) {
    Requirement.parse(text).ifPresent(read -> assertThat(read).isEqualTo(copy(read)));
  }

  @Property
  void aClaimTriesEveryPlaceOnceAndAlwaysInTheSameOrder(
      @ForAll String claim, @ForAll("requirements") Requirement places) {
    assertThat(Spreading.order(claim, places.preferred()))
        .containsExactlyInAnyOrderElementsOf(places.preferred())
        .isEqualTo(Spreading.order(claim, places.preferred()));
  }

  @Property
  void placesThatReadAlikeAreTheSame(
      @ForAll("segments") Segment one, @ForAll("segments") Segment other) {
    assertThat(one.compareTo(other) == 0).isEqualTo(one.equals(other));
  }

  @Example
  void aSegmentContainsPlacesWithMoreLabels() {
    Segment zone = Segment.of(Map.of("zone", "a"));
    assertThat(zone.contains(Map.of("zone", "a", "host", "h"))).isTrue();
    assertThat(zone.contains(Map.of("zone", "b", "host", "h"))).isFalse();
    assertThat(zone.contains(Map.of("host", "h"))).isFalse();
  }

  @Example
  void whatIsNotLabelsIsRefused() {
    for (String text : List.of("zone", "zone=a=b", "zone=a,", "")) {
      assertThatThrownBy(() -> Segment.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(Requirement.parse("zone=a;zone")).isEmpty();
    assertThat(Requirement.parse("")).contains(Requirement.none());
  }

  private static Requirement copy(Requirement read) {
    return Requirement.parse(read.toString()).orElseThrow();
  }

  @Provide
  Arbitrary<Segment> segments() {
    Arbitrary<String> keys =
        Arbitraries.of("zone", "topology.kubernetes.io/zone", "example.com/rack_1", "host");
    Arbitrary<String> values =
        Arbitraries.strings().withChars("abc019-_.").ofMinLength(1).ofMaxLength(12);
    return Arbitraries.maps(keys, values).ofMinSize(1).ofMaxSize(3).map(Segment::of);
  }

  @Provide
  Arbitrary<Requirement> requirements() {
    return segments().list().ofMaxSize(4).uniqueElements().map(Requirement::new);
  }
}
