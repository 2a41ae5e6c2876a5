/** From a PersistentVolumeClaim to a volume and its PersistentVolume. */
@NullMarked
package example.ebs.provisioner.claim;

import org.jspecify.annotations.NullMarked;
