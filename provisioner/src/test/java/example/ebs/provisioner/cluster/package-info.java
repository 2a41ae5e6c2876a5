@NullMarked
package example.ebs.provisioner.cluster;

import org.jspecify.annotations.NullMarked;
