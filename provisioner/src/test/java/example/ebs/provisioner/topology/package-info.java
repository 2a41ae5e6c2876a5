@NullMarked
package example.ebs.provisioner.topology;

import org.jspecify.annotations.NullMarked;
