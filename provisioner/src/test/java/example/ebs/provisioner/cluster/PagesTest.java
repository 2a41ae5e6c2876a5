package example.ebs.provisioner.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeList;
import io.fabric8.kubernetes.api.model.PersistentVolumeListBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Listable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class PagesTest {
  private static final int ALL = 1_201;

  private final List<Optional<String>> asked = new ArrayList<>();
  private int failAfter = Integer.MAX_VALUE;

  @Test
  void allPagesAreAskedForAndNothingIsLeftOutOrTwice() {
    assertThat(Pages.of(volumes()).map(volume -> volume.getMetadata().getName()))
        .hasSize(ALL)
        .doesNotHaveDuplicates();
    assertThat(asked).containsExactly(Optional.empty(), Optional.of("500"), Optional.of("1000"));
  }

  @Test
  void whereAPageIsRefusedTheQuestionFailsAndNoPartOfItIsAnAnswer() {
    failAfter = 1;
    assertThatThrownBy(() -> Pages.of(volumes()).toList())
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining("expired");
  }

  @Test
  void whoeverHasFoundWhatItLooksForAsksForNoMore() {
    assertThat(Pages.of(volumes()).anyMatch(volume -> volume.getMetadata().getName().equals("v7")))
        .isTrue();
    assertThat(asked).hasSize(1);
  }

  private Listable<PersistentVolumeList> volumes() {
    return new Listable<>() {
      @Override
      public PersistentVolumeList list() {
        throw new AssertionError("all at once");
      }

      @Override
      public PersistentVolumeList list(ListOptions options) {
        return page(Optional.ofNullable(options.getContinue()), options.getLimit().intValue());
      }

      @Override
      @Deprecated
      public PersistentVolumeList list(Integer limit, String token) {
        throw new AssertionError("not so");
      }
    };
  }

  private PersistentVolumeList page(Optional<String> token, int limit) {
    if (asked.size() >= failAfter) {
      throw new KubernetesClientException("the continue token has expired");
    }
    asked.add(token);
    int from = token.map(Integer::parseInt).orElse(0);
    int to = Math.min(ALL, from + limit);
    List<PersistentVolume> items =
        IntStream.range(from, to)
            .mapToObj(
                number ->
                    new PersistentVolumeBuilder()
                        .withNewMetadata()
                        .withName("v" + number)
                        .endMetadata()
                        .build())
            .toList();
    return new PersistentVolumeListBuilder()
        .withNewMetadata()
        .withContinue(to < ALL ? String.valueOf(to) : "")
        .endMetadata()
        .withItems(items)
        .build();
  }
}
