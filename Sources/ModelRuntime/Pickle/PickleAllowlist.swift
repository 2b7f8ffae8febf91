/// Every name that a pickle may use. Gathered from what scikit-learn 1.0 to 1.9 writes for the
/// estimators that docs/models.md lists; whatever is missing here is refused by name.
enum PickleAllowlist {
  struct Group {
    var module: String
    var role: PickleGlobal.Role
    /// Separated by blanks.
    var names: String

    init(_ module: String, _ role: PickleGlobal.Role, _ names: String) {
      self.module = module
      self.role = role
      self.names = names
    }
  }

  static let groups: [Group] = python + numpy + estimators + parts

  private static let python: [Group] = [
    Group("builtins", .bytesType, "bytes bytearray"),
    Group("builtins", .setType, "set frozenset"),
    Group("builtins", .sliceType, "slice"),
    Group("builtins", .inert, "object int float bool str list dict tuple range"),
    Group("__builtin__", .bytesType, "bytes bytearray"),
    Group("__builtin__", .setType, "set frozenset"),
    Group("__builtin__", .sliceType, "slice"),
    Group("__builtin__", .inert, "object int float bool str unicode list dict tuple xrange"),
    Group("_codecs", .encode, "encode"),
    Group("collections", .dictionaryType, "OrderedDict"),
    Group("functools", .inert, "partial"),
  ]

  private static let numpy: [Group] = [
    Group("numpy.core.multiarray", .arrayMaker, "_reconstruct"),
    Group("numpy._core.multiarray", .arrayMaker, "_reconstruct"),
    Group("numpy.core.multiarray", .scalarMaker, "scalar"),
    Group("numpy._core.multiarray", .scalarMaker, "scalar"),
    Group("numpy.core.numeric", .arrayFromBuffer, "_frombuffer"),
    Group("numpy._core.numeric", .arrayFromBuffer, "_frombuffer"),
    Group("numpy", .arrayType, "ndarray"),
    Group("numpy", .elementType, "dtype"),
    Group(
      "numpy", .inert,
      "float16 float32 float64 int8 int16 int32 int64 uint8 uint16 uint32 uint64 bool bool_ str_"),
    Group("numpy", .function, "log1p expm1 log exp sqrt square abs absolute log2 log10"),
    Group(
      "numpy.core._multiarray_umath", .function,
      "log1p expm1 log exp sqrt square absolute log2 log10"),
    Group(
      "numpy.random._pickle", .inert,
      "__randomstate_ctor __generator_ctor __bit_generator_ctor"),
    Group("numpy.random._mt19937", .inert, "MT19937"),
    Group("numpy.random._pcg64", .inert, "PCG64"),
    Group("numpy.random.bit_generator", .inert, "SeedSequence __pyx_unpickle_SeedSequence"),
    Group("joblib.numpy_pickle", .joblibArray, "NumpyArrayWrapper"),
    Group("sklearn.externals.joblib.numpy_pickle", .joblibArray, "NumpyArrayWrapper"),
  ]

  private static let estimators: [Group] = [
    Group(
      "sklearn.calibration", .estimator,
      "CalibratedClassifierCV _CalibratedClassifier _SigmoidCalibration"),
    Group("sklearn.cluster._kmeans", .estimator, "KMeans MiniBatchKMeans BisectingKMeans"),
    Group(
      "sklearn.compose._column_transformer", .estimator,
      "ColumnTransformer _RemainderColsList"),
    Group("sklearn.compose._target", .estimator, "TransformedTargetRegressor"),
    Group("sklearn.covariance._elliptic_envelope", .estimator, "EllipticEnvelope"),
    Group("sklearn.decomposition._incremental_pca", .estimator, "IncrementalPCA"),
    Group("sklearn.decomposition._pca", .estimator, "PCA"),
    Group("sklearn.decomposition._truncated_svd", .estimator, "TruncatedSVD"),
    Group("sklearn.discriminant_analysis", .estimator, "LinearDiscriminantAnalysis"),
    Group("sklearn.dummy", .estimator, "DummyClassifier DummyRegressor"),
    Group("sklearn.ensemble._bagging", .estimator, "BaggingClassifier BaggingRegressor"),
    Group(
      "sklearn.ensemble._forest", .estimator,
      "ExtraTreesClassifier ExtraTreesRegressor RandomForestClassifier RandomForestRegressor"),
    Group(
      "sklearn.ensemble._gb", .estimator,
      "GradientBoostingClassifier GradientBoostingRegressor"),
    Group("sklearn.ensemble._hist_gradient_boosting.binning", .estimator, "_BinMapper"),
    Group(
      "sklearn.ensemble._hist_gradient_boosting.gradient_boosting", .estimator,
      "HistGradientBoostingClassifier HistGradientBoostingRegressor"),
    Group("sklearn.ensemble._hist_gradient_boosting.predictor", .estimator, "TreePredictor"),
    Group("sklearn.ensemble._iforest", .estimator, "IsolationForest"),
    Group("sklearn.ensemble._voting", .estimator, "VotingClassifier VotingRegressor"),
    Group("sklearn.impute._base", .estimator, "MissingIndicator SimpleImputer"),
    Group("sklearn.isotonic", .estimator, "IsotonicRegression"),
    Group("sklearn.linear_model._base", .estimator, "LinearRegression"),
    Group("sklearn.linear_model._bayes", .estimator, "ARDRegression BayesianRidge"),
    Group(
      "sklearn.linear_model._coordinate_descent", .estimator,
      "ElasticNet ElasticNetCV Lasso LassoCV MultiTaskElasticNet MultiTaskElasticNetCV "
        + "MultiTaskLasso MultiTaskLassoCV"),
    Group(
      "sklearn.linear_model._glm.glm", .estimator,
      "GammaRegressor PoissonRegressor TweedieRegressor"),
    Group("sklearn.linear_model._huber", .estimator, "HuberRegressor"),
    Group(
      "sklearn.linear_model._least_angle", .estimator,
      "Lars LarsCV LassoLars LassoLarsCV LassoLarsIC"),
    Group("sklearn.linear_model._logistic", .estimator, "LogisticRegression LogisticRegressionCV"),
    Group(
      "sklearn.linear_model._omp", .estimator,
      "OrthogonalMatchingPursuit OrthogonalMatchingPursuitCV"),
    Group(
      "sklearn.linear_model._passive_aggressive", .estimator,
      "PassiveAggressiveClassifier PassiveAggressiveRegressor"),
    Group("sklearn.linear_model._perceptron", .estimator, "Perceptron"),
    Group("sklearn.linear_model._quantile", .estimator, "QuantileRegressor"),
    Group("sklearn.linear_model._ransac", .estimator, "RANSACRegressor"),
    Group(
      "sklearn.linear_model._ridge", .estimator,
      "Ridge RidgeCV RidgeClassifier RidgeClassifierCV"),
    Group(
      "sklearn.linear_model._stochastic_gradient", .estimator,
      "SGDClassifier SGDOneClassSVM SGDRegressor"),
    Group("sklearn.linear_model._theil_sen", .estimator, "TheilSenRegressor"),
    Group("sklearn.model_selection._search", .estimator, "GridSearchCV RandomizedSearchCV"),
    Group("sklearn.multioutput", .estimator, "MultiOutputClassifier MultiOutputRegressor"),
    Group("sklearn.naive_bayes", .estimator, "GaussianNB"),
    Group(
      "sklearn.neural_network._multilayer_perceptron", .estimator,
      "MLPClassifier MLPRegressor"),
    Group("sklearn.pipeline", .estimator, "FeatureUnion Pipeline"),
    Group(
      "sklearn.preprocessing._data", .estimator,
      "Binarizer MaxAbsScaler MinMaxScaler Normalizer PolynomialFeatures PowerTransformer "
        + "RobustScaler StandardScaler"),
    Group("sklearn.preprocessing._encoders", .estimator, "OneHotEncoder OrdinalEncoder"),
    Group("sklearn.preprocessing._function_transformer", .estimator, "FunctionTransformer"),
    Group("sklearn.preprocessing._label", .estimator, "LabelBinarizer LabelEncoder"),
    Group("sklearn.preprocessing._polynomial", .estimator, "PolynomialFeatures"),
    Group(
      "sklearn.svm._classes", .estimator,
      "LinearSVC LinearSVR NuSVC NuSVR OneClassSVM SVC SVR"),
    Group(
      "sklearn.tree._classes", .estimator,
      "DecisionTreeClassifier DecisionTreeRegressor ExtraTreeClassifier ExtraTreeRegressor"),
    Group("sklearn.tree._tree", .tree, "Tree"),
  ]

  /// What estimators drag along and prediction does not need.
  private static let parts: [Group] = [
    Group("_loss", .inert, cythonLosses),
    Group("sklearn._loss._loss", .inert, cythonLosses),
    Group(
      "sklearn._loss.link", .inert,
      "BaseLink HalfLogitLink IdentityLink Interval LogLink LogitLink MultinomialLogit"),
    Group(
      "sklearn._loss.loss", .inert,
      "AbsoluteError BaseLoss ExponentialLoss HalfBinomialLoss HalfGammaLoss HalfMultinomialLoss "
        + "HalfPoissonLoss HalfSquaredError HalfTweedieLoss HalfTweedieLossIdentity HuberLoss "
        + "PinballLoss"),
    Group(
      "sklearn._loss.glm_distribution", .inert,
      "DistributionBoundary GammaDistribution InverseGaussianDistribution NormalDistribution "
        + "PoissonDistribution TweedieDistribution"),
    Group(
      "sklearn.ensemble._gb_losses", .inert,
      "BinomialDeviance ExponentialLoss HuberLossFunction LeastAbsoluteError LeastSquaresError "
        + "MultinomialDeviance QuantileLossFunction"),
    Group(
      "sklearn.ensemble._hist_gradient_boosting.loss", .inert,
      "BinaryCrossEntropy CategoricalCrossEntropy LeastAbsoluteDeviation LeastSquares Poisson"),
    Group("sklearn.linear_model._glm.link", .inert, "IdentityLink LogLink LogitLink"),
    Group(
      "sklearn.linear_model._sgd_fast", .inert,
      "EpsilonInsensitive Hinge Huber Log LossFunction ModifiedHuber SquaredEpsilonInsensitive "
        + "SquaredHinge SquaredLoss"),
    Group(
      "sklearn.metrics._scorer", .inert,
      "_PassthroughScorer _PredictScorer _ProbaScorer _Scorer _ThresholdScorer "
        + "_passthrough_scorer make_scorer"),
    Group(
      "sklearn.model_selection._split", .inert,
      "GroupKFold KFold RepeatedKFold RepeatedStratifiedKFold ShuffleSplit StratifiedKFold "
        + "StratifiedShuffleSplit TimeSeriesSplit"),
    Group("sklearn.neural_network._stochastic_optimizers", .inert, "AdamOptimizer SGDOptimizer"),
    Group(
      "sklearn.utils._metadata_requests", .inert,
      "MetadataRequest MetadataRouter MethodMapping MethodMetadataRequest MethodPair"),
    Group("sklearn.utils", .inert, "Bunch"),
    Group("sklearn.utils._bunch", .inert, "Bunch"),
    Group("sklearn.utils.validation", .inert, "check_array"),
    Group("numpy.ma", .inert, "MaskedArray"),
    Group("numpy.ma.core", .inert, "MaskedArray _mareconstruct"),
  ]

  private static let cythonLosses = [
    "AbsoluteError", "ExponentialLoss", "HalfBinomialLoss",
    "HalfGammaLoss", "HalfMultinomialLoss", "HalfPoissonLoss", "HalfSquaredError",
    "HalfTweedieLoss", "HalfTweedieLossIdentity", "HuberLoss", "PinballLoss",
  ].map { "Cy\($0) __pyx_unpickle_Cy\($0)" }.joined(separator: " ")
}
