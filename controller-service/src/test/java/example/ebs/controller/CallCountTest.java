package example.ebs.controller;

import static org.assertj.core.api.Assertions.assertThat;

import example.ebs.controller.ec2.ScriptedEc2;
import example.ebs.controller.ec2.ScriptedEc2.Answer;
import example.ebs.proto.csi.CreateVolumeRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** How many EC2 calls a hundred claims cost. */
final class CallCountTest {
  private static final int CLAIMS = 100;

  private final AtomicInteger made = new AtomicInteger();
  private final CountDownLatch allCreated = new CountDownLatch(CLAIMS);

  @Test
  void aHundredClaimsCostLittleMoreThanTheirCreationAndDeletion() throws Exception {
    try (ScriptedEc2 ec2 = new ScriptedEc2(this::answer);
        ControllerService service =
            ControllerService.create(
                ControllerConfig.defaults()
                    .withClusterId("blue")
                    .withEmulator(ec2.endpoint(), "us-east-1"));
        GrpcController grpc = new GrpcController(service.grpc());
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<String>> volumes = new ArrayList<>();
      for (int i = 0; i < CLAIMS; i++) {
        CreateVolumeRequest request = Requests.create("claim-" + i, 1).build();
        volumes.add(
            threads.submit(() -> grpc.stub().createVolume(request).getVolume().getVolumeId()));
      }
      for (Future<String> volume : volumes) {
        assertThat(grpc.stub().deleteVolume(Requests.delete(volume.get()))).isNotNull();
      }
      assertThat(ec2.count("CreateVolume")).isEqualTo(CLAIMS);
      assertThat(ec2.count("DeleteVolume")).isEqualTo(CLAIMS);
      assertThat(ec2.requests().size()).isLessThanOrEqualTo(CLAIMS * 22 / 10);
    }
  }

  @Test
  void onlyAVolumeThatThisProcessHasNotSeenLatelyCostsALookBeforeItIsDeleted() {
    try (ScriptedEc2 ec2 = new ScriptedEc2(this::answer);
        ControllerService service =
            ControllerService.create(
                ControllerConfig.defaults()
                    .withClusterId("blue")
                    .withEmulator(ec2.endpoint(), "us-east-1"));
        GrpcController grpc = new GrpcController(service.grpc())) {
      assertThat(grpc.stub().deleteVolume(Requests.delete("vol-00000000000000fff"))).isNotNull();
      assertThat(ec2.requests())
          .extracting(request -> request.get("Action"))
          .containsExactly("DescribeVolumes", "DeleteVolume");
    }
  }

  private Answer answer(Map<String, String> request) {
    return switch (request.getOrDefault("Action", "")) {
      case "CreateVolume" -> {
        allCreated.countDown();
        yield Answer.ok(volume("CreateVolumeResponse", made.incrementAndGet(), "creating"));
      }
      case "DescribeVolumes" ->
          Answer.ok(
              "<DescribeVolumesResponse><volumeSet>%s</volumeSet></DescribeVolumesResponse>"
                  .formatted(described(request)));
      default -> Answer.ok("<DeleteVolumeResponse/>");
    };
  }

  /** Nobody has a name yet; volumes become available when the last one was created. */
  private String described(Map<String, String> request) {
    String state = allCreated.getCount() == 0 ? "available" : "creating";
    return request.entrySet().stream()
        .filter(parameter -> parameter.getKey().startsWith("Filter.1.Value"))
        .map(Map.Entry::getValue)
        .filter(value -> value.startsWith("vol-"))
        .map(id -> volume("item", Integer.parseInt(id.substring(4), 16), state))
        .collect(Collectors.joining());
  }

  private static String volume(String element, int number, String state) {
    return "<%s><volumeId>vol-%017x</volumeId><size>1</size><status>%s</status><availabilityZone>us-east-1a</availabilityZone><volumeType>gp3</volumeType></%s>"
        .formatted(element, number, state, element);
  }
}
