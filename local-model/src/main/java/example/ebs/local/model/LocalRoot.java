package example.ebs.local.model;

import java.nio.file.Path;

/**
 * A folder in which a node keeps directories of volumes.
 *
 * @param weight from 1; a root of weight 2 gets twice as many volumes as one of weight 1
 */
public record LocalRoot(RootName name, Path path, int weight) {}
