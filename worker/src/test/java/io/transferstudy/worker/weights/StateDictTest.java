package io.transferstudy.worker.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.transferstudy.worker.weights.Pickler.Opcodes;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StateDictTest {
  @Test
  void theWholeFileMayBeOne() {
    assertThat(find(dictionary().text("w").floats("0", 3))).containsOnlyKeys("w");
  }

  @ParameterizedTest
  @ValueSource(strings = {"state_dict", "model_state_dict", "model"})
  void aTrainingCheckpointHasOneAmongOthers(String name) {
    var saved = dictionary().text("epoch").whole(3).text(name).op(Opcodes.EMPTY_DICT);
    saved.text("w").floats("0", 3).op(Opcodes.SETITEM);
    saved.text("optimizer").op(Opcodes.EMPTY_DICT).text("state").op(Opcodes.EMPTY_DICT);
    saved.whole(0).floats("1", 3).op(Opcodes.SETITEM).op(Opcodes.SETITEM);
    assertThat(find(saved)).containsOnlyKeys("w");
  }

  @Test
  void aNameOfTheArchitectureIsNoStateDict() {
    var saved = dictionary().text("model").text("resnet50").text("state_dict");
    saved.op(Opcodes.EMPTY_DICT).text("w").floats("0", 3).op(Opcodes.SETITEM);
    assertThat(find(saved)).containsOnlyKeys("w");
  }

  @Test
  void twoStateDictsAreOneTooMany() {
    var saved = dictionary();
    for (String name : new String[] {"model", "state_dict"}) {
      saved.text(name).op(Opcodes.EMPTY_DICT).text("w").floats("0", 3).op(Opcodes.SETITEM);
    }
    assertThatThrownBy(() -> find(saved))
        .isInstanceOf(WeightsException.class)
        .hasMessageContaining("a dictionary of model, state_dict, of which 2 may be");
  }

  @Test
  void anythingElseIsRefusedByWhatItIs() {
    assertThatThrownBy(() -> StateDict.in(PickleMachine.read(Pickler.start().whole(1).stop())))
        .isInstanceOf(WeightsException.class)
        .hasMessageContaining("holds a whole number");
    assertThatThrownBy(() -> find(dictionary()))
        .isInstanceOf(WeightsException.class)
        .hasMessageContaining("a dictionary of nothing, of which 0 may be");
    assertThatThrownBy(() -> find(dictionary().text("net").op(Opcodes.EMPTY_DICT)))
        .isInstanceOf(WeightsException.class)
        .hasMessageContaining("a dictionary of net, of which 0 may be");
    assertThatThrownBy(() -> find(dictionary().text("w").floats("0", 3).text("n").whole(1)))
        .isInstanceOf(WeightsException.class)
        .hasMessageContaining("has among its tensors n, which is a whole number");
  }

  private static Pickler dictionary() {
    return Pickler.start().orderedDict().op(Opcodes.MARK);
  }

  private static Map<String, TensorView> find(Pickler dictionary) {
    return StateDict.in(PickleMachine.read(dictionary.op(Opcodes.SETITEMS).stop()));
  }
}
