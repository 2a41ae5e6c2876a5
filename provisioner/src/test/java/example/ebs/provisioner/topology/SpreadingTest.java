package example.ebs.provisioner.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class SpreadingTest {
  private static final List<Segment> ZONES =
      Stream.of("a", "b", "c").map(zone -> Segment.of(Map.of("zone", zone))).toList();

  @Test
  void replicasOfAStatefulSetBeginInDifferentZonesAndGoRound() {
    List<Segment> begins =
        IntStream.range(0, 6).mapToObj(each -> first("data-web-" + each)).toList();
    assertThat(begins.subList(0, 3)).containsExactlyInAnyOrderElementsOf(ZONES);
    assertThat(begins.subList(3, 6)).isEqualTo(begins.subList(0, 3));
  }

  @Test
  void theClaimsOfOnePodBeginInTheSameZone() {
    for (int replica = 0; replica < 5; replica++) {
      assertThat(first("data-web-" + replica))
          .isEqualTo(first("log-web-" + replica))
          .isEqualTo(first("web-" + replica));
    }
  }

  @Test
  void aNumberTooLongToBeAnOrdinalIsPartOfAName() {
    assertThat(ZONES).contains(first("backup-20260101123456789"), first("plain"), first("-1"));
  }

  @Test
  void whereThereIsNoPlaceThereIsNoOrder() {
    assertThat(Spreading.order("data-web-0", List.of())).isEmpty();
  }

  private static Segment first(String claim) {
    return Spreading.order(claim, ZONES).getFirst();
  }
}
