package example.ebs.local.release;

/** The fake keeps the contract, so that tests on it tell the truth. */
final class InMemoryVolumeObjectsTest implements VolumeObjectsContract {
  private final InMemoryVolumeObjects objects = new InMemoryVolumeObjects();

  @Override
  public VolumeObjects objects() {
    return objects;
  }

  @Override
  public void put(VolumeObject object) {
    objects.put(object);
  }

  @Override
  public void delete(String name) {
    objects.delete(name);
  }
}
