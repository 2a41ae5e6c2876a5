package example.ebs.controller;

import static example.ebs.controller.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import example.ebs.controller.volume.EbsVolume;
import example.ebs.controller.volume.NewVolume;
import example.ebs.controller.volume.VolumeState;
import example.ebs.csi.model.VolumeId;
import example.ebs.proto.csi.ListVolumesRequest;
import example.ebs.proto.csi.ListVolumesResponse;
import example.ebs.proto.csi.Volume;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

final class ListVolumesTest {
  @AutoClose private final FakeController controller = new FakeController();

  @Test
  void tellsEachVolumeAsCreateVolumeDid() {
    Volume created = create("one");
    ListVolumesResponse listed = list(0, "");
    assertThat(listed.getEntriesList()).singleElement().extracting("volume").isEqualTo(created);
    assertThat(listed.getNextToken()).isEmpty();
  }

  @Test
  void tellsTheNodesThatHaveAVolume() {
    String id = create("one").getVolumeId();
    assertThat(list(0, "").getEntries(0).getStatus().getPublishedNodeIdsList()).isEmpty();
    controller.volumes.attach(new VolumeId(id), FakeController.NODE.value());
    assertThat(list(0, "").getEntries(0).getStatus().getPublishedNodeIdsList())
        .containsExactly(FakeController.NODE.value());
  }

  @Test
  void leavesOutWhatIsNotThisClustersOrNotThisDrivers() {
    create("one");
    NewVolume ours = controller.volumes.requests().getFirst();
    addTagged(ours, "other-driver", Map.of("kubernetes.io/cluster/blue", "owned"));
    addTagged(
        ours,
        "other-cluster",
        Map.of("ebs.csi.aws.com/cluster", "true", "kubernetes.io/cluster/green", "owned"));
    assertThat(list(0, "").getEntriesList()).hasSize(1);
  }

  @Test
  void leavesOutWhatIsBeingDeleted() {
    create("one");
    EbsVolume going = controller.volumes.all().getFirst();
    controller.volumes.become(going.id(), VolumeState.DELETING);
    assertThat(list(0, "").getEntriesList()).isEmpty();
  }

  @Test
  void pagesHoldEveryVolumeOnceAlsoWhenTheLastOneIsDeletedBetweenThem() {
    for (int i = 0; i < 7; i++) {
      create("claim-" + i);
    }
    List<String> seen = new ArrayList<>();
    String token = "";
    do {
      ListVolumesResponse page = list(3, token);
      assertThat(page.getEntriesCount()).isBetween(1, 3);
      page.getEntriesList().forEach(entry -> seen.add(entry.getVolume().getVolumeId()));
      token = page.getNextToken();
      controller.volumes.vanish(new VolumeId(seen.getLast()));
    } while (!token.isEmpty());
    assertThat(seen).hasSize(7).doesNotHaveDuplicates();
  }

  @Test
  void aPageThatIsJustFullIsTheLast() {
    create("one");
    create("two");
    assertThat(list(2, "").getNextToken()).isEmpty();
    assertThat(list(1, "").getNextToken()).isNotEmpty();
  }

  @Test
  void aForeignTokenIsAbortedAndANegativeSizeInvalid() {
    assertRefused(() -> list(0, "invalid-token"), Status.Code.ABORTED, "invalid-token");
    assertRefused(() -> list(-1, ""), Status.Code.INVALID_ARGUMENT, "max_entries");
  }

  private void addTagged(NewVolume like, String token, Map<String, String> tags) {
    controller.volumes.add(new NewVolume(token, like.zone(), like.specification(), tags));
  }

  private Volume create(String name) {
    return controller.stub().createVolume(Requests.create(name, 1).build()).getVolume();
  }

  private ListVolumesResponse list(int most, String token) {
    return controller
        .stub()
        .listVolumes(
            ListVolumesRequest.newBuilder().setMaxEntries(most).setStartingToken(token).build());
  }
}
