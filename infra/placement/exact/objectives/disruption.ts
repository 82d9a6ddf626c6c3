import { type Formulation, movedForm } from "./formulation";

export const disruptionFormulation: Formulation = { form: (placement) => movedForm(placement, () => 1) };
