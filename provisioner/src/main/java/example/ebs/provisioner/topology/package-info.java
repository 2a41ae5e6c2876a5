/** Where the pods of a claim can run, and so where its volume may be. */
@NullMarked
package example.ebs.provisioner.topology;

import org.jspecify.annotations.NullMarked;
