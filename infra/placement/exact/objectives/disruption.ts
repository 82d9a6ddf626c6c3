import { type Formulation, restartForm } from "./formulation";

export const disruptionFormulation: Formulation = { form: (placement) => restartForm(placement, 1) };
